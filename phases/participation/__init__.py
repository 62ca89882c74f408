"""The page for those who took part, without an account: what is promised, what people said and what is done with it."""
