// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.crash;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Weaves a call without branches into methods, so that their stack maps stay right. */
final class CrashCode extends ClassVisitor {
    private final CrashPoint point;
    private final String key;
    private int places;

    private CrashCode(ClassVisitor next, CrashPoint point, String key) {
        super(Opcodes.ASM9, next);
        this.point = point;
        this.key = key;
    }

    /** The class with a call wherever the point may be; fails when that is nowhere. */
    static byte[] weave(byte[] bytes, CrashPoint point, String key) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        CrashCode code = new CrashCode(writer, point, key);
        reader.accept(code, 0);
        if (code.places == 0) {
            throw new IllegalArgumentException("there is no such place in the class");
        }
        return writer.toByteArray();
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, type, signature, exceptions);
        return name.equals(point.method()) ? new Body(next) : next;
    }

    private final class Body extends MethodVisitor {
        Body(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            weaveIf(!point.isInside() && !point.after());
        }

        @Override
        public void visitInsn(int opcode) {
            weaveIf(!point.isInside() && point.after() && opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
            super.visitInsn(opcode);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
            boolean meant = name.equals(point.callee());
            weaveIf(meant && !point.after());
            super.visitMethodInsn(opcode, owner, name, type, isInterface);
            weaveIf(meant && point.after());
        }

        private void weaveIf(boolean here) {
            if (!here) {
                return;
            }
            places++;
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC, "java/lang/System", "getProperties", "()Ljava/util/Properties;", false);
            super.visitLdcInsn(key);
            super.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL,
                    "java/util/Properties",
                    "get",
                    "(Ljava/lang/Object;)Ljava/lang/Object;",
                    false);
            super.visitTypeInsn(Opcodes.CHECKCAST, "java/lang/Runnable");
            super.visitMethodInsn(Opcodes.INVOKEINTERFACE, "java/lang/Runnable", "run", "()V", true);
        }
    }
}
