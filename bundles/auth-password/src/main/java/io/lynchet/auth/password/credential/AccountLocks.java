// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.credential;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The locks that allow one step at a time per account. Between the check of a password and its consequence, no other
 * request may change the password. Otherwise a session could be opened with one that was just replaced. Several
 * accounts share a lock, so that their number is fixed.
 */
public final class AccountLocks {
    private final ReentrantLock[] locks = new ReentrantLock[64];

    AccountLocks() {
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    public <T> T call(String userId, Supplier<T> step) {
        ReentrantLock lock = locks[Math.floorMod(userId.hashCode(), locks.length)];
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}
