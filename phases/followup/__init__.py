"""What is done with what people said: outcomes in themes, and the feedback on them."""
