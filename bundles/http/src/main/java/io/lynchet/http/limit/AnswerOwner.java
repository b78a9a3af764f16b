// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.limit;

/** The owner of a request, whose limits it counts for. */
public interface AnswerOwner {
    /**
     * Returns the name that the limit belongs to, or null for an owner without a limit, which counts in the total only.
     */
    String name();

    /** Counts a response as that many further requests. */
    void pay(long requests);
}
