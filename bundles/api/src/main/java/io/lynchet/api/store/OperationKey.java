// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

/**
 * Makes a commit idempotent.
 *
 * @param clientId whoever gives the operation its id, at most 200 characters
 * @param operationId unique for the client, at most 200 characters
 */
public record OperationKey(String clientId, String operationId) {}
