"""An organisation: its people, its settings, its look, its own sign-in."""
