"""The canary's judge: takes it through its steps, compares it with stable, and promotes it or rolls it back."""
