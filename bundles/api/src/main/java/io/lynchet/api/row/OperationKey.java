// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.row;

/**
 * The key that makes a write idempotent.
 *
 * @param clientId the client that chose the operation id, at most 200 characters. The data service puts the caller
 *     before it: another caller's client id of the same name is another key
 * @param operationId 1 to 200 characters, unique for the client
 */
public record OperationKey(String clientId, String operationId) {}
