//! From readings to copies, chains and stories.
