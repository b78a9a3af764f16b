// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets.limit;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The key under which limits count an address: of an IPv6 address the first 64 bits, because the owner of one address
 * has all that begin so.
 */
public final class AddressKey {
    private static final int NETWORK_BYTES = 8;

    private AddressKey() {}

    /** Returns the same key for all addresses of one network. A text that is no address is its own key. */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        int zone = address.indexOf('%');
        try {
            // A text with a colon is parsed as an address or refused; no name is looked up.
            InetAddress parsed = InetAddress.getByName(zone < 0 ? address : address.substring(0, zone));
            return parsed instanceof Inet4Address
                    ? parsed.getHostAddress()
                    : HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES));
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
