"""English inflection, for the ``~`` of a phrase: guarantee~ → guarantees, guaranteed, guaranteeing.

Only forms by rule and a table of common irregular words: a linter that guesses at
morphology surprises its rule authors, and a word can always be written out.
"""

_VOWELS = frozenset("aeiou")

_IRREGULAR: dict[str, tuple[str, ...]] = {
    "be": ("am", "is", "are", "was", "were", "been", "being"),
    "beat": ("beats", "beaten", "beating"),
    "become": ("becomes", "became", "becoming"),
    "bring": ("brings", "brought", "bringing"),
    "buy": ("buys", "bought", "buying"),
    "child": ("children",),
    "come": ("comes", "came", "coming"),
    "cut": ("cuts", "cutting"),
    "die": ("dies", "died", "dying"),
    "do": ("does", "did", "done", "doing"),
    "earn": ("earns", "earned", "earnt", "earning"),
    "fall": ("falls", "fell", "fallen", "falling"),
    "fight": ("fights", "fought", "fighting"),
    "find": ("finds", "found", "finding"),
    "foot": ("feet",),
    "get": ("gets", "got", "gotten", "getting"),
    "give": ("gives", "gave", "given", "giving"),
    "go": ("goes", "went", "gone", "going"),
    "grow": ("grows", "grew", "grown", "growing"),
    "have": ("has", "had", "having"),
    "hit": ("hits", "hitting"),
    "hurt": ("hurts", "hurting"),
    "keep": ("keeps", "kept", "keeping"),
    "know": ("knows", "knew", "known", "knowing"),
    "leave": ("leaves", "left", "leaving"),
    "lie": ("lies", "lied", "lying"),
    "lose": ("loses", "lost", "losing"),
    "make": ("makes", "made", "making"),
    "man": ("men",),
    "mean": ("means", "meant", "meaning"),
    "mouse": ("mice",),
    "pay": ("pays", "paid", "paying"),
    "person": ("people", "persons"),
    "put": ("puts", "putting"),
    "rise": ("rises", "rose", "risen", "rising"),
    "run": ("runs", "ran", "running"),
    "say": ("says", "said", "saying"),
    "see": ("sees", "saw", "seen", "seeing"),
    "sell": ("sells", "sold", "selling"),
    "send": ("sends", "sent", "sending"),
    "shoot": ("shoots", "shot", "shooting"),
    "steal": ("steals", "stole", "stolen", "stealing"),
    "swear": ("swears", "swore", "sworn", "swearing"),
    "take": ("takes", "took", "taken", "taking"),
    "tell": ("tells", "told", "telling"),
    "think": ("thinks", "thought", "thinking"),
    "win": ("wins", "won", "winning"),
    "woman": ("women",),
    "write": ("writes", "wrote", "written", "writing"),
}


def inflections(word: str) -> tuple[str, ...]:
    """The word, its plural or third person, past and present participle, sorted.

    Forms that no speaker uses (a noun's "past") do no harm: they match nothing.
    """
    if word in _IRREGULAR:
        return tuple(sorted({word, *_IRREGULAR[word]}))
    return tuple(sorted({word, _with_s(word), _with_ed(word), _with_ing(word)}))


def _ends_in_consonant_y(word: str) -> bool:
    return len(word) > 1 and word[-1] == "y" and word[-2] not in _VOWELS


def _doubles(word: str) -> bool:
    """Whether a one-syllable consonant-vowel-consonant word doubles its last letter."""
    return (
        2 < len(word) <= 4
        and word[-1] not in _VOWELS | frozenset("wxy")
        and word[-2] in _VOWELS
        and word[-3] not in _VOWELS
    )


def _with_s(word: str) -> str:
    if _ends_in_consonant_y(word):
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word + "s"


def _with_ed(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    if _ends_in_consonant_y(word):
        return word[:-1] + "ied"
    if _doubles(word):
        return word + word[-1] + "ed"
    return word + "ed"


def _with_ing(word: str) -> str:
    if word.endswith("ie"):
        return word[:-2] + "ying"
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return word[:-1] + "ing"
    if _doubles(word):
        return word + word[-1] + "ing"
    return word + "ing"
