"""A few-megabyte Korean model, trained by this package, so that the predictor answers something sensible offline."""
