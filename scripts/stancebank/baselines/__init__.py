"""What simple systems reach: trained on `train`, tried on `test`, beside what gives artefacts away."""
