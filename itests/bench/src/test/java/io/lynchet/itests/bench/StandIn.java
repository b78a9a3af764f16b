// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A program that starts, says that it is ready and answers /health, as a server would. */
public final class StandIn {

    private StandIn() {}

    /** With the argument {@code fail} it ends at once. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            System.out.println("no such app");
            System.exit(3);
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", x -> {
            x.sendResponseHeaders(200, -1);
            x.close();
        });
        server.start();
        System.out.println(
                "Lynchet ready on http://127.0.0.1:" + server.getAddress().getPort() + " in 1 ms");
    }
}
