"""People who may have been entered twice: found when they are registered, judged side by side, merged and put back."""
