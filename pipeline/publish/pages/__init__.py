"""One module a kind of page: tables -> the values that its template shows."""
