"""One inference, whatever the protocol: who may ask, how much at once, for how long, masked, generated, accounted."""
