"""What a supervisor asks: who may open what, how long data stay, and erasures that a backup may not undo."""
