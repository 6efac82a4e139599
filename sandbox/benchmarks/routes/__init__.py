"""Our route planning beside the published values of known problems. The instances are read from a folder of yours."""
