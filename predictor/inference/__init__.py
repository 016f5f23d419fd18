"""What is done to text on its way to the model: whitespace, then personal data, then length."""
