// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The files in the drop-in folders: watching them, reading jars, keeping copies of running ones, and the state of each
 * file.
 */
package io.lynchet.deploy.dropin;
