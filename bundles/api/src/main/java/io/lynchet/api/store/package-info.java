// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The contract of a store: where rows and their log live.
 *
 * <p>Imported only by the data service, by backups and by stores. A store knows nothing of principals or policies: it calls the guard that
 * comes with a commit, inside the transaction.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.store;
