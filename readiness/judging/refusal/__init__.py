"""The refusal judge: transport signals, the wording of declining, and what is delivered all the same. No language model."""
