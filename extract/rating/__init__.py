"""How sure a finished record is of its rows and mentions: small models over what the record shows."""
