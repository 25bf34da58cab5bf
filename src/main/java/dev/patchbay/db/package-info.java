/** The database: opening, migrating, transactions, and the embedded PostgreSQL. */
@NullMarked
package dev.patchbay.db;

import org.jspecify.annotations.NullMarked;
