"""One inference of any protocol: authentication, limits, deadline, masking, generation, accounting."""
