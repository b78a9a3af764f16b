// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sockets;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Textual IP addresses as limits count them: of an IPv6 address the first 64 bits, because whoever has one has all that begin so. */
final class AddressKey {
    private static final int NETWORK_BYTES = 8;

    private AddressKey() {}

    /** The same for all addresses of one network. What is no address counts as it stands. */
    static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        int zone = address.indexOf('%');
        try {
            // With a colon in it, the text is read as an address or refused; no name is looked up.
            InetAddress parsed = InetAddress.getByName(zone < 0 ? address : address.substring(0, zone));
            return parsed instanceof Inet4Address
                    ? parsed.getHostAddress()
                    : HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES));
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
