"""Made-up credentials and numbers of the right shape, for rules' examples and tests.

None stands in a file: each is put together when asked for, always the same one, with
the provider's alphabet, length and checksum. So the repository trips no scanner, and
every example still goes through the real judgement.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from postguard.detectors import checksums, national, numbers, placeholders

_ALPHABETS: Mapping[str, str] = {
    "b62": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "b64": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
    "url": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
    "hex": "0123456789abcdef",
    "HEX": "0123456789ABCDEF",
    "b36": "0123456789abcdefghijklmnopqrstuvwxyz",
    "B36": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "B32": "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    "abc": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "dig": "0123456789",
    "nz": "123456789",
    "bech": "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
}

_UUID = "<hex:8>-<hex:4>-4<hex:3>-a<hex:3>-<hex:12>"

_TEMPLATES: Mapping[str, str] = {
    "1password": "A3-<B36:6>-<B36:6>-<B36:5>-<B36:5>-<B36:5>-<B36:5>",
    "adobe": "p8e-<b36:32>",
    "age": "AGE-SECRET-KEY-1<bech:58>",
    "airtable": "pat<b62:14>.<hex:64>",
    "alibaba": "LTAI<b62:20>",
    "anthropic": "sk-ant-api03-<url:93>AA",
    "artifactory": "AKCp<b62:69>",
    "atlassian": "ATATT3<url:180>=<HEX:8>",
    "aws-key-id": "AKIA<B32:16>",
    "aws-secret": "<b64:40>",
    "azure-ad": "<b62:3>8Q~<b62:34>",
    "azure-devops": "<b62:76>AZDO<b62:4>",
    "azure-storage": "<b64:86>==",
    "bitbucket": "ATBB<b62:32>",
    "braintree": "access_token$production$<b36:16>$<hex:32>",
    "buildkite": "bkua_<hex:40>",
    "circleci": "CCIPAT_<b62:22>_<hex:40>",
    "clickhouse": "4b1d<b62:38>",
    "clojars": "CLOJARS_<hex:60>",
    "cloudflare": "cfut_<b62:40><hex:8>",
    "cloudflare-origin": "v1.0-<hex:24>-<hex:146>",
    "contentful": "CFPAT-<url:43>",
    "cratesio": "cio<b62:32>",
    "databricks": "dapi<hex:32>",
    "digitalocean": "dop_v1_<hex:64>",
    "discord": "M<b62:23>.<url:6>.<url:38>",
    "docker": "dckr_pat_<url:27>",
    "doppler": "dp.pt.<b62:43>",
    "duffel": "duffel_live_<url:43>",
    "dynatrace": "dt0c01.<B32:24>.<B32:64>",
    "easypost": "EZAK<b62:54>",
    "facebook": "EAAC<b62:120>",
    "figma": "figd_<url:40>",
    "flyio": "fo1_<url:43>",
    "gcp-api-key": "AIza<url:35>",
    "gcp-oauth": "GOCSPX-<url:28>",
    "github": "ghp_<b62:30><crc62>",
    "github-app": "ghs_<b62:30><crc62>",
    "github-fine-grained": "github_pat_<b62:22>_<b62:59>",
    "gitlab": "glpat-<b62:20>",
    "gitlab-routable": "glpat-<b62:27>.01.1<b36:1><crc36>",
    "gitlab-runner": "glrt-<b62:20>",
    "grafana": "glsa_<b62:32>_<crchex>",
    "groq": "gsk_<b62:52>",
    "harness": "pat.<b62:22>.<b62:24>.<b62:20>",
    "heroku": "HRKU-AA<url:58>",
    "hubspot": f"pat-na1-{_UUID}",
    "huggingface": "hf_<abc:34>",
    "infracost": "ico-<b62:32>",
    "langsmith": "lsv2_pt_<hex:32>_<hex:10>",
    "launchdarkly": f"sdk-{_UUID}",
    "linear": "lin_api_<b62:40>",
    "mailchimp": "<hex:32>-us14",
    "mailgun": "key-<hex:32>",
    "mapbox-secret": "sk.eyJ<b62:60>.<b62:22>",
    "maxmind": "<b62:6>_<b62:29>_mmk",
    "netlify": "nfp_<b62:36>",
    "newrelic": "NRAK-<B36:27>",
    "notion": "ntn_<nz:11><b62:35>",
    "npm": "npm_<b62:30><crc62>",
    "nuget": "oy2<b36:43>",
    "octopus": "API-<B36:26>",
    "openai": "sk-<b62:20>T3BlbkFJ<b62:20>",
    "openai-project": "sk-proj-<url:74>T3BlbkFJ<url:74>",
    "openrouter": "sk-or-v1-<hex:64>",
    "openshift": "sha256~<url:43>",
    "perplexity": "pplx-<b62:48>",
    "planetscale": "pscale_tkn_<url:43>",
    "posthog": "phx_<b62:43>",
    "postman": "PMAK-<hex:24>-<hex:34>",
    "prefect": "pnu_<b62:36>",
    "pulumi": "pul-<hex:40>",
    "pypi": "pypi-AgEIcHlwaS5vcmcC<url:150>",
    "razorpay": "rzp_live_<b62:14>",
    "readme": "rdme_<b36:70>",
    "replicate": "r8_<b62:37>",
    "resend": "re_<b62:8>_<b62:24>",
    "rubygems": "rubygems_<hex:48>",
    "scalingo": "tk-us-<url:48>",
    "sendgrid": "SG.<url:22>.<url:43>",
    "sendinblue": "xkeysib-<hex:64>-<b62:16>",
    "sentry-app": "sntryi_<hex:64>",
    "sentry-user": "sntryu_<hex:64>",
    "shippo": "shippo_live_<hex:40>",
    "shopify": "shpat_<hex:32>",
    "slack-app": "xapp-1-A<B36:10>-<nz:13>-<hex:64>",
    "slack-bot": "xoxb-<nz:12>-<nz:13>-<b62:24>",
    "slack-user": "xoxp-<nz:12>-<nz:12>-<nz:13>-<hex:32>",
    "slack-webhook": "https://hooks.slack.com/services/T<B36:10>/B<B36:10>/<b62:24>",
    "sonarqube": "squ_<hex:40>",
    "sourcegraph": "sgp_<hex:40>",
    "square": "sq0atp-<url:22>",
    "stripe": "sk_live_<b62:24>",
    "supabase": "sbp_<hex:40>",
    "tailscale": "tskey-auth-<b62:17>-<b62:32>",
    "telegram": "<nz:10>:AA<url:33>",
    "terraform": "<b62:14>.atlasv1.<url:67>",
    "twilio": "SK<hex:32>",
    "typeform": "tfp_<url:59>",
    "vercel": "vcp_<b62:56>",
    "vault": "hvs.<url:95>",
    "wakatime": f"waka_{_UUID}",
    "xai": "xai-<b62:80>",
    "yandex": "AQVN<url:36>",
    "discord-webhook": "https://discord.com/api/webhooks/<nz:19>/<url:68>",
    "teams-webhook": (
        f"https://contoso.webhook.office.com/webhookb2/{_UUID}@{_UUID}"
        f"/IncomingWebhook/<hex:32>/{_UUID}"
    ),
    "zapier-webhook": "https://hooks.zapier.com/hooks/catch/<nz:7>/<b36:7>/",
    "random": "<b62:32>",
    "random-hex": "<hex:32>",
    "password": "<b62:4>#<b62:4>9<abc:3>k",
    "signature": "<hex:64>",
    "base64": "<b64:43>=",
    "uuid": _UUID,
}
"""Name → shape. ``<alphabet:length>`` is drawn; ``<crc…>`` is the checksum of what precedes."""

_CHECKSUMS: Mapping[str, Callable[[str], str]] = {
    "<crc62>": lambda text: checksums.base62_crc32(text.rsplit("_", 1)[-1]),
    "<crc36>": checksums.base36_crc32,
    "<crchex>": lambda text: checksums.little_endian_crc32(text.removesuffix("_")),
}

_NUMBERS: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "visa": ("4<dig:15>", numbers.luhn),
    "mastercard": ("53<dig:14>", numbers.luhn),
    "amex": ("37<dig:13>", numbers.luhn),
    "discover": ("6011<dig:12>", numbers.luhn),
    "jcb": ("3541<dig:12>", numbers.luhn),
    "maestro": ("6759<dig:8>", numbers.luhn),
    "iban-gb": ("GB<dig:2>QVNP<dig:14>", lambda n: _is_valid("iban", n)),
    "iban-de": ("DE<dig:20>", lambda n: _is_valid("iban", n)),
    "routing": ("06<dig:7>", lambda n: _is_valid("us.rtn", n)),
    "us-ssn": ("5<dig:2>-4<dig:1>-<dig:4>", lambda n: _is_valid("us.ssn", n)),
    "us-itin": ("9<dig:2>-7<dig:1>-<dig:4>", lambda n: _is_valid("us.itin", n)),
    "uk-nino": ("LJ<dig:6>C", national.is_nino),
    "uk-nhs": ("4<dig:9>", lambda n: _is_valid("gb.nhs", n)),
    "nl-bsn": ("2<dig:8>", lambda n: _is_valid("nl.bsn", n)),
    "br-cpf": ("<dig:3>.<dig:3>.<dig:3>-<dig:2>", lambda n: _is_valid("br.cpf", n)),
    "de-steuerid": ("6<dig:10>", lambda n: _is_valid("de.idnr", n)),
    "sg-nric": ("S8<dig:6><abc:1>", national.is_nric),
    "ca-sin": ("5<dig:8>", lambda n: _is_valid("ca.sin", n)),
    "se-pnr": ("86<dig:4>-<dig:4>", lambda n: _is_valid("se.personnummer", n)),
    "za-id": ("86<dig:4>5<dig:3>08<dig:1>", lambda n: _is_valid("za.idnr", n)),
    "in-aadhaar": ("7<dig:11>", lambda n: _is_valid("in_.aadhaar", n)),
    "fr-nir": ("1861275<dig:8>", lambda n: _is_valid("fr.nir", n)),
    "fr-nir-grouped": (
        "1 86 12 75 <dig:3> <dig:3> <dig:2>",
        lambda n: _is_valid("fr.nir", n),
    ),
    "es-dni": ("5<dig:7><abc:1>", lambda n: _is_valid("es.dni", n)),
    "it-cf": ("RSSBNC86D51F205<abc:1>", lambda n: _is_valid("it.codicefiscale", n)),
    "pl-pesel": ("861<dig:8>", lambda n: _is_valid("pl.pesel", n)),
    "cn-ric": ("110105198612<dig:6>", lambda n: _is_valid("cn.ric", n)),
    "mx-curp": ("BOIL800701MSLPNO<dig:2>", lambda n: _is_valid("mx.curp", n)),
    "kr-rrn": ("860412-<dig:7>", lambda n: _is_valid("kr.rrn", n)),
    "tr-kimlik": ("4<dig:10>", lambda n: _is_valid("tr.tckimlik", n)),
    "cz-rc": ("865412/<dig:4>", lambda n: _is_valid("cz.rc", n)),
    "be-nn": ("86.04.12-<dig:3>.<dig:2>", lambda n: _is_valid("be.nn", n)),
    "fi-hetu": ("120486-<dig:3><abc:1>", lambda n: _is_valid("fi.hetu", n)),
    "au-tfn": ("5<dig:8>", lambda n: _is_valid("au.tfn", n)),
}
"""Name → shape and the check it must pass; the first drawn one that does is the sample."""

_TRIES = 4000


def names() -> tuple[str, ...]:
    """Every name that `sample` knows, sorted."""
    return tuple(sorted({*_TEMPLATES, *_NUMBERS, *_SPECIAL}))


@cache
def sample(name: str) -> str:
    """The made-up value of that name: the same in every run and on every machine.

    Raises `KeyError` for a name not in `names()`.
    """
    if name in _SPECIAL:
        return _SPECIAL[name]()
    shape, accept = _NUMBERS.get(name) or (_TEMPLATES[name], _is_lively)
    for value in _drawn(name, shape):
        if accept(value):
            return value.upper() if shape.endswith("<abc:1>") else value
    raise KeyError(name)  # pragma: no cover - a test asks for every name


def _drawn(name: str, shape: str) -> Iterator[str]:
    for attempt in range(_TRIES):
        value = ""
        stream = _stream(f"{name}/{attempt}")
        for literal, draw in _parts(shape):
            value += literal
            if draw in _CHECKSUMS:
                value += _CHECKSUMS[draw](value)
            elif draw:
                alphabet, _, length = draw[1:-1].partition(":")
                letters = _ALPHABETS[alphabet]
                value += "".join(letters[next(stream) % len(letters)] for _ in range(int(length)))
        yield value


def _parts(shape: str) -> Iterator[tuple[str, str]]:
    while shape:
        literal, bracket, rest = shape.partition("<")
        draw, _, shape = rest.partition(">")
        yield literal, f"<{draw}>" if bracket else ""


def _stream(seed: str) -> Iterator[int]:
    block = 0
    while True:
        yield from hashlib.sha256(f"{seed}/{block}".encode()).digest()
        block += 1


def _is_lively(value: str) -> bool:
    """Whether the value reads as random, and ends in a letter or digit so that it stands out."""
    tail = value.rstrip("=/")
    return (
        not placeholders.is_placeholder(value)
        and tail[-1:].isalnum()
        and not any(pair in value for pair in ("--", "__", "-_", "_-"))
    )


def _is_valid(kind: str, value: str) -> bool:
    return national.is_valid_number(kind, value.upper())


def _jwt() -> str:
    header = checksums.encode_base64(b'{"alg":"HS256","typ":"JWT"}')
    payload = checksums.encode_base64(b'{"sub":"u-71823","scope":"orders:write","exp":1786}')
    return f"{header}.{payload}.{next(_drawn('jwt', '<url:42>w'))}"


def _sentry() -> str:
    told = b'{"iat":1786012345.67,"url":"https://sentry.example","org":"harbourlight"}'
    body = checksums.encode_base64(told)
    return f"sntrys_{body}{'=' * (-len(body) % 4)}_{next(_drawn('sentry', '<b62:43>'))}"


def _pem() -> str:
    body = "\n".join(next(_drawn(f"pem{line}", "<b64:64>")) for line in range(4))
    return f"-----BEGIN RSA {'PRIVATE'} KEY-----\n{body}\n-----END RSA {'PRIVATE'} KEY-----"


def _passport_zone() -> str:
    number, born, expires = "LK4402918", "860412", "311015"
    line = (
        f"{number}{numbers.mrz_check(number)}UTO{born}{numbers.mrz_check(born)}F"
        f"{expires}{numbers.mrz_check(expires)}{'<' * 14}"
    )
    composite = line[:10] + line[13:20] + line[21:]
    return f"P<UTO{'VARGA<<ILKA':<39}".replace(" ", "<") + (
        f"\n{line}0{numbers.mrz_check(composite + '0')}"
    )


def _seed_phrase() -> str:
    from mnemonic import Mnemonic

    return str(Mnemonic("english").to_mnemonic(hashlib.sha256(b"seed").digest()[:16]))


_SPECIAL: Mapping[str, Callable[[], str]] = {
    "jwt": _jwt,
    "sentry": _sentry,
    "pem": _pem,
    "mrz": _passport_zone,
    "seed-phrase": _seed_phrase,
}
