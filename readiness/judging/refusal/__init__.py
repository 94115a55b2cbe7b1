"""The refusal judge: transport signals, the wording of declining, what is delivered all the same. No language model."""
