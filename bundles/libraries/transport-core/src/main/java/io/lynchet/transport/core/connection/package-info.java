// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Connections before and between requests: their number in all and per address, checks for gone clients, error
 * responses without a request, and errors in selector threads.
 */
package io.lynchet.transport.core.connection;
