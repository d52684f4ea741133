"""What was kept before the guard stood is read once more: stock by stock, in small steps that can be interrupted."""
