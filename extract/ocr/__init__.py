"""Text recognition: pages of pixels to the same page model that text layers give. Needs the extra ``ocr``."""
