// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The frames of a subscription: the initial frame or a resumption, then the difference of each change; and the limit on
 * large frames that wait for slow clients.
 */
package io.lynchet.live.frame;
