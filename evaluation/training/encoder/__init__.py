"""Fine-tuning of any encoder folder of ``transformers`` on labelled documents."""
