// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import io.lynchet.auth.oauth.request.IdentityUnconfirmedException;
import io.lynchet.auth.oauth.request.ProviderRequests;
import io.lynchet.testkit.Await;
import java.net.URI;

/**
 * Waits until a server answers to the client that the tests use. The first exchange of a JVM loads hundreds of classes
 * on both sides, which on a busy machine takes longer than a provider is given; after this only the answers themselves
 * count.
 */
final class WarmedUp {
    private WarmedUp() {}

    static void await(URI address) {
        ProviderRequests client = new ProviderRequests(30_000, 30_000);
        try {
            Await.until("an answer of " + address, () -> answers(client, address));
        } finally {
            client.close();
        }
    }

    private static boolean answers(ProviderRequests client, URI address) {
        try {
            return !client.text(address, null).isEmpty();
        } catch (IdentityUnconfirmedException e) {
            return false;
        }
    }
}
