"""What is computed and never stored: progress, the next step, what is due, the cycle; knows models only."""
