// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

/**
 * The ways in which a request can fail without an answer. An answer with a status other than 2xx is counted by its
 * status.
 */
public enum Failure {
    /** The connection could not be opened. */
    REFUSED,
    /** The server closed the connection before the first byte of the answer. */
    DROPPED,
    /** The server closed the connection within the answer. */
    TRUNCATED,
    /** No complete answer within the time limit. */
    TIMEOUT,
    /** The answer was not HTTP. */
    MALFORMED
}
