// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, ffffc0000207",
        "0.0.0.0, ffff00000000",
        "255.255.255.255, ffffffffffff",
        "::ffff:192.0.2.7, ffffc0000207",
        "0:0:0:0:0:ffff:c000:207, ffffc0000207",
        "::1, 0",
        "::, 0",
        "[::1], 0",
        "1::, 1000000000000",
        "2001:db8:1:2:3:4:5:6, 20010db800010002",
        "[2001:DB8:1:2:3:4:5:6], 20010db800010002",
        "2001:db8:1:2::, 20010db800010002",
        "2001:db8::2:0:0:0:0, 20010db800000002",
        "2001:db8::1, 20010db800000000",
        "2001:db8::1.2.3.4, 20010db800000000",
        "1:2:3:4:5:6:1.2.3.4, 1000200030004",
        "1:2:3:4:5:6:7::, 1000200030004",
        "::2:3:4:5:6:7:8, 200030004",
        "fe80::1%eth0, fe80000000000000",
        "[fe80::1%2], fe80000000000000"
    })
    void addresses_countByTheirNetwork(String text, String network) {
        assertThat(Long.toHexString(NetworkAddress.of(text))).isEqualTo(network);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "unknown",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.04",
                "1..3.4",
                "1.2.3.",
                ".2.3.4",
                "1.2.3.-4",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.4:80",
                "1234.1.1.1",
                "१.2.3.4",
                ":",
                ":::",
                "1:",
                ":1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "1::2::3",
                "1:::2",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7:8:",
                ":1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3",
                "::1.2.3.4:5",
                "1.2.3.4::",
                "[::1",
                "::1]",
                "[]",
                "[1.2.3.4",
                "٣::",
                "%",
                "%eth0",
                "[::1]:80",
                "1:2:3:4:5:6:7:%x"
            })
    void whatIsNoAddress_isNone(String text) {
        assertThat(NetworkAddress.of(text)).isEqualTo(NetworkAddress.NONE);
    }
}
