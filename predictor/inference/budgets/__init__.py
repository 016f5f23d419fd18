"""What a named key may still use: requests and tokens over time, and requests at once."""
