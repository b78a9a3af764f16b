// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The codecs: from bytes to requests and frames, one at a time, the check of requests, header names and the date. */
package io.lynchet.transport.netty.codec;
