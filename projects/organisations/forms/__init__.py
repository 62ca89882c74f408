"""Forms of an organisation."""
