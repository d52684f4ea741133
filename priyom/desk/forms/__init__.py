"""What people typed at the desk and in the portal, checked."""
