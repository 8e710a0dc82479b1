"""Trains an encoder of running text that weighs rows beside the logistic models."""
