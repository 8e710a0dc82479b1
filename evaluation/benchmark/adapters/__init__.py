"""One module a kind of system; ``make(info)`` loads it and gives its :data:`~..systems.Predict`."""
