"""Pages of packages and keys, and the address where another installation sends one."""
