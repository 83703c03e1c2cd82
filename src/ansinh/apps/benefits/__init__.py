"""What people are entitled to and what they receive; here: what existing lists say is paid today."""
