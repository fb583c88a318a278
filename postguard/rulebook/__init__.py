"""From YAML files a compliance officer writes to plain data the engine runs."""
