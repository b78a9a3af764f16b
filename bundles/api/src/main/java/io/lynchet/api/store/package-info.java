// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The contract of a store, which holds rows and the log of their changes.
 *
 * <p>Only the data service, backups and stores import this package. A store knows nothing of principals or policies: it
 * calls the guard of a commit, inside the transaction.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.store;
