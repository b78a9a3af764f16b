// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The errors and other types that all contracts of Lynchet share.
 *
 * <p>An operation either returns or throws one {@link io.lynchet.api.LynchetException} whose
 * {@link io.lynchet.api.ErrorCode} is part of the contract. No other exception type crosses a bundle border on purpose.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api;
