"""How quick the site is: `make bench`. Nothing here is asserted; the numbers go to docs/performance.md."""
