"""What is kept of a person: taking it along, erasing it, letting it go in time."""
