// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

/**
 * Who asks for something.
 *
 * @param userId null for the admin token
 * @param admin whether it is the admin token, which may do what owners may
 */
record Actor(String userId, boolean admin) {
    static final Actor ADMIN = new Actor(null, true);
}
