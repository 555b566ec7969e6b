# usher: user accounts inside SQLite. `make help` lists what can be made.
#
#   make CC=clang       another compiler, in a build folder of its own
#   make V=1            show every command
#   make WERROR=        let warnings pass (a compiler newer than ours)
#   make test BRIEF=1   smaller samples in the tests that take longest (3: in more)
#   make test UPDATE=1  accept the present output of the SQL tests

CFLAGS ?= -O2 -g
WERROR ?= -Werror
AWK ?= awk
SQLITE ?= sqlite3
PREFIX ?= /usr/local
PORT ?= 8080

# ------------------------------------------------------------------- platform

compiler := $(lastword $(notdir $(CC)))
BUILD ?= build$(if $(filter cc gcc,$(compiler)),,/$(compiler))
DIST ?= dist
GEN := build/gen

# The compiler may be one of the things that `deps` still has to install.
platform := $(shell $(CC) -dumpmachine 2>/dev/null || uname -s)
ifneq (,$(findstring arwin,$(platform)))
  suffix := .dylib
  # The system's SQLite loads no extensions; Homebrew's stands outside the usual paths.
  brewed := $(shell brew --prefix 2>/dev/null)/opt/sqlite
  export PATH := $(brewed)/bin:$(PATH)
  export PKG_CONFIG_PATH := $(brewed)/lib/pkgconfig:$(PKG_CONFIG_PATH)
else ifneq (,$(filter %mingw32 %mingw64 %cygwin %msys MINGW% MSYS% CYGWIN%,$(platform)))
  suffix := .dll
else
  suffix := .so
  # nodelete: SQLite unloads a library whose entry point failed, and then calls into it.
  # soname: lets the dynamic linker find the installed file by the name in `.load usher`.
  linking = -Wl,-z,nodelete -Wl,-soname,$(@F)
  # defs: SQLite is called through its table only. Sanitizers come with the host program.
  linking += $(if $(findstring -fsanitize,$(CFLAGS)),,-Wl,-z,defs)
endif
LIBRARY := $(DIST)/usher$(suffix)
# The same, by a second name: SQLite takes the entry point from the name under which it is loaded.
# No link: the dynamic linker finds installed files by their soname, and PHP looks through symbolic ones.
AUTO := $(DIST)/usherauto$(suffix)

# Asked on first use, not here: pkg-config, too, may still have to be installed.
package = $(shell pkg-config $(1) $(2) 2>/dev/null || echo $(3))
package_flags = $(eval package_flags := $$(patsubst -I%,-isystem %,$$(call package,--cflags,libsodium jansson sqlite3,)))$(package_flags)
package_libs = $(eval package_libs := $$(call package,--libs,libsodium jansson,-lsodium -ljansson))$(package_libs)
sqlite_libs = $(eval sqlite_libs := $$(call package,--libs,sqlite3,-lsqlite3))$(sqlite_libs)
cmocka_libs = $(eval cmocka_libs := $$(call package,--libs,cmocka,-lcmocka))$(cmocka_libs)

warnings := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wwrite-strings -Wundef -Wvla
all_cppflags = -Iinclude -I$(GEN) -Iext $(package_flags) $(CPPFLAGS)
all_cflags = -std=c11 $(warnings) $(WERROR) -fPIC -fvisibility=hidden -pthread $(CFLAGS)

# -------------------------------------------------------------------- sources

SQL := $(sort $(wildcard sql/schema/*.sql sql/statements/*.sql sql/api/*.sql))
SOURCES := $(sort $(wildcard ext/*.c ext/*/*.c ext/*/*/*.c)) $(GEN)/sql.c
UNIT_TESTS := $(wildcard tests/unit/*_test.c)
UNIT_HELPERS := $(filter-out $(UNIT_TESTS),$(wildcard tests/unit/*.c))
# Any other folder below tests/ that holds C is one program, named after the folder; but for the node
# of a cluster, which needs what no other program does.
FOLDERS := $(filter-out unit cluster,$(patsubst tests/%/,%,$(sort $(dir $(wildcard tests/*/*.c)))))

loadable = $(patsubst %.c,$(BUILD)/loadable/%.o,$(1))
core = $(patsubst %.c,$(BUILD)/core/%.o,$(1))
LOADABLE := $(call loadable,$(SOURCES))
CORE := $(call core,$(SOURCES))
UNIT_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(UNIT_TESTS))
FOLDER_PROGRAMS := $(FOLDERS:%=$(BUILD)/tests/%)
BENCH := $(filter %/bench,$(FOLDER_PROGRAMS))

include ext/packaging/dist.mk

# What `make test` runs; the flavours below leave some of it out.
SCRIPTS := $(sort $(wildcard tests/sql/*.sql))
PROGRAMS := $(UNIT_PROGRAMS) $(filter-out $(BENCH),$(FOLDER_PROGRAMS))
CHECKS := tests/layers.sh tests/exports.sh tests/imports.sh tests/readme.sh tests/reference.sh tests/serve.sh \
	tests/host.sh tests/clients.sh tests/planted.sh

# -------------------------------------------------------------------- targets

documented := $(shell sed -n 's/^\([a-z]*\):.*\#\# .*/\1/p' Makefile)
.PHONY: $(documented) FORCE
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*\#\# /\1 /p' Makefile | while read -r name text; do \
	    printf '  make %-10s %s\n' "$$name" "$$text"; done

all: $(LIBRARY) ## build dist/usher (the default)

demo: deps $(LIBRARY) ## tell the story of sql/demo.sql on a fresh database
	@rm -f build/demo.db*
	@# One statement of the story is refused, as it must be; the shell counts that as an error.
	@$(SQLITE) -batch -init /dev/null -cmd '.load $(basename $(LIBRARY))' build/demo.db <sql/demo.sql 2>&1 || [ $$? -eq 1 ]

test: deps $(LIBRARY) $(PROGRAMS) ## run all tests
	@LIBRARY='$(LIBRARY)' SQLITE='$(SQLITE)' WRAPPER='$(WRAPPER)' PRELOAD='$(PRELOAD)' \
	    BRIEF='$(or $(BRIEF),$(WRAPPER))' sh tests/run.sh $(SCRIPTS) $(PROGRAMS) $(CHECKS)

serve: deps $(LIBRARY) ## answer the HTTP APIs on 127.0.0.1:8080 (or PORT=), from a fresh database
	@export LIBRARY='$(LIBRARY)' SQLITE='$(SQLITE)' USHER_KEY='this demo keeps no secrets: 32 bytes' && \
	    mkdir -p build && sh tests/serve/demo.sh build/serve.db && \
	    exec python3 tests/serve/server.py '$(LIBRARY)' build/serve.db --port $(PORT)

deps: ## find what is missing on this machine, and install it
	@CC='$(CC)' CLIENTS='$(CLIENTS)' sh tests/deps.sh $(or $(MAKECMDGOALS),all)

asan: deps ## run the tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) --no-print-directory test BUILD=$(BUILD)/asan DIST=$(BUILD)/asan/dist CHECKS= BRIEF=3 \
	    PRELOAD='$(asan_runtime)' \
	    CPPFLAGS=-DUSHER_DEBUG \
	    CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'

tsan: deps ## run the threads test under ThreadSanitizer
	@$(MAKE) --no-print-directory test BUILD=$(BUILD)/tsan DIST=$(BUILD)/tsan/dist CHECKS= SCRIPTS= \
	    PROGRAMS=$(BUILD)/tsan/tests/threads CPPFLAGS=-DUSHER_DEBUG CFLAGS='-O1 -g -fsanitize=thread'

valgrind: deps ## run the tests under valgrind
	@$(MAKE) --no-print-directory test CHECKS= \
	    WRAPPER='valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite'

# Tests of which one fails leave something to report, too. WERROR: see ext/base/never.h.
# Atomic: a count that a thread lost would be taken from the other outcome of its condition.
coverage: ## say which branches of ext/ no test takes, with clang
	@CC=clang sh tests/deps.sh coverage
	@rm -rf build/coverage/profiles
	@LLVM_PROFILE_FILE='$(CURDIR)/build/coverage/profiles/%m.profraw' $(MAKE) --no-print-directory test \
	    CC=clang BUILD=build/coverage DIST=build/coverage/dist CHECKS= BRIEF=1 WERROR= \
	    CPPFLAGS=-DUSHER_COVERAGE CFLAGS='-O1 -g -fprofile-instr-generate -fprofile-update=atomic -fcoverage-mapping'; failed=$$?; \
	for encoding in UTF-8 UTF-16le; do \
	    TORTURE=paths TORTURE_ENCODING=$$encoding JOBS='$(processors)' \
	        LLVM_PROFILE_FILE='$(CURDIR)/build/coverage/profiles/%m.profraw' build/coverage/tests/torture || failed=1; done; \
	    python3 tests/coverage.py build/coverage/profiles build/coverage/usher$(suffix) build/coverage/tests/storage && \
	    exit $$failed

lint: deps $(LIBRARY) ## check format, layers and exports; run clang-tidy and cppcheck
	@clang-format --dry-run -Werror $(c_files)
	@printf '%s\n' $(filter %.c,$(filter-out $(uncompiled),$(c_files))) | xargs -I{} -P $(processors) \
	    clang-tidy --quiet {} -- -std=c11 $(all_cppflags) $(test_cppflags) 2>$(BUILD)/tidy.log \
	    || { grep -v 'warnings\? generated' $(BUILD)/tidy.log; exit 1; }
	@cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
	    --error-exitcode=1 -j $(processors) -UUSHER_COVERAGE -UUSHER_DEBUG -Iinclude -I$(GEN) -Iext ext
	@sh tests/layers.sh
	@LIBRARY='$(LIBRARY)' sh tests/exports.sh
	@LIBRARY='$(LIBRARY)' sh tests/imports.sh

faults: deps ## plant faults in queries, row security, the host's view and the fuzz targets: each must be found
	@failed=0; for of in differential hostile host fuzz; do sh tests/$$of/faults.sh || failed=1; done; exit $$failed

mutants: deps ## break the code, MUTANTS=200 times: do the tests notice? (see tests/mutants/main.py)
	@MUTANTS='$(MUTANTS)' GROUP='$(GROUP)' FILES='$(FILES)' \
	    JOBS='$(JOBS)' DEEP='$(DEEP)' STEPS='$(STEPS)' SANITIZE='$(SANITIZE)' BUDGET='$(BUDGET)' \
	    SURVIVORS='$(SURVIVORS)' REPORT='$(REPORT)' PYTHONDONTWRITEBYTECODE=1 \
	    python3 tests/mutants/main.py

POINTS ?= paths
TORTURES := $(patsubst %,$(BUILD)/tests/%,torture atomicity upgrade fuzz)
torture: deps $(TORTURES) ## all of it: faults once on each path through usher (POINTS=400: at so many places a step and fault; POINTS=all), in UTF-8 and UTF-16, crash, damage, fuzz
	@TORTURE='$(POINTS)' JOBS='$(processors)' nice $(BUILD)/tests/torture
	@TORTURE='$(POINTS)' TORTURE_ENCODING=UTF-16le JOBS='$(processors)' nice $(BUILD)/tests/torture
	@ATOMICITY=1 nice $(BUILD)/tests/atomicity
	@UPGRADE=40 nice $(BUILD)/tests/upgrade
	@$(MAKE) --no-print-directory crash
	@FLIPS=10000 $(BUILD)/tests/fuzz --target=flips
	@EDITS=1 $(BUILD)/tests/fuzz --target=edits
	@$(MAKE) --no-print-directory fuzz

crash: deps $(BUILD)/tests/crash ## cut the power at ten thousand points, kill a thousand processes
	@CRASH=all $(BUILD)/tests/crash

FUZZ_SECONDS ?= 120
fuzz: deps ## fuzz each target with clang's libFuzzer, for FUZZ_SECONDS=120 or RUNS=
	@$(MAKE) --no-print-directory build/fuzz/tests/fuzz CC=clang BUILD=build/fuzz CPPFLAGS='-DLIBFUZZER -DUSHER_DEBUG' \
	    CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' \
	    LDFLAGS=-fsanitize=fuzzer
	@FUZZ_SECONDS='$(FUZZ_SECONDS)' RUNS='$(RUNS)' sh tests/fuzz/run.sh build/fuzz/tests/fuzz $(TARGETS)

clients: deps $(LIBRARY) ## use usher from every language that is here: one table (CLIENTS=perl: that one)
	@LIBRARY='$(LIBRARY)' SQLITE='$(SQLITE)' PYTHONDONTWRITEBYTECODE=1 python3 tests/clients/run.py \
	    $(if $(UPDATE),--update) $(CLIENTS)

versions: deps $(LIBRARY) ## run all SQL tests on older and newer SQLites: one table
	@LIBRARY='$(LIBRARY)' SQLITE='$(SQLITE)' CC='$(CC)' sh tests/versions.sh

cluster: deps $(LIBRARY) ## a cluster of three (dqlite) whose leader is killed KILLS=20 times under load: one table
	@! pkg-config --exists dqlite || $(MAKE) -s --no-print-directory $(BUILD)/cluster/node
	@NODE='$(BUILD)/cluster/node' LIBRARY='$(LIBRARY)' SQLITE='$(SQLITE)' sh tests/cluster.sh

amalgamation: deps $(AMALGAMATION) ## all of ext/ as dist/usher.c and dist/usher.h

dist: deps packages ## make every package in dist/, install each and try it: one table
	@LIBRARY='$(LIBRARY)' SQLITE='$(SQLITE)' CC='$(CC)' PYTHONDONTWRITEBYTECODE=1 \
	    python3 tests/packaging/main.py $(DIST)

bench: deps $(BENCH) ## measure speed against plain tables and rules by hand, at SIZES='1000 100000' users
	@SIZES='$(SIZES)' $(BENCH)
	@SIZES=1000 sh tests/bench/instructions.sh
	@SIZES=1000 $(BENCH) --memory 1

lib = $(DESTDIR)$(PREFIX)/lib
include = $(DESTDIR)$(PREFIX)/include
manual = $(DESTDIR)$(PREFIX)/share/man/man7
install: $(LIBRARY) $(STATIC) ## install below PREFIX=/usr/local (and DESTDIR), for `.load usher`
	@install -d '$(lib)/pkgconfig' '$(include)' '$(manual)'
	install -m 755 $(LIBRARY) '$(lib)/usher$(suffix)'
	install -m 755 $(AUTO) '$(lib)/usherauto$(suffix)'
	install -m 644 $(STATIC) '$(lib)/libusher.a'
	install -m 644 include/usher.h '$(include)/usher.h'
	$(render) include/usher.pc.in >'$(lib)/pkgconfig/usher.pc'
	$(render) include/usher.7 >'$(manual)/usher.7'
ifeq ($(suffix),.so)
# ldconfig looks at lib*.so only, and then files the library under its soname.
	ln -sf usher.so '$(lib)/libusher.so'
	ln -sf usherauto.so '$(lib)/libusherauto.so'
	@[ -n '$(DESTDIR)' ] || ldconfig 2>/dev/null || true
endif

uninstall: ## remove what install put there
	rm -f '$(lib)/usher$(suffix)' '$(lib)/usherauto$(suffix)' '$(lib)/libusher.so' '$(lib)/libusherauto.so' \
	    '$(lib)/libusher.a' '$(lib)/pkgconfig/usher.pc' '$(include)/usher.h' '$(manual)/usher.7'

clean: ## remove everything that was made
	rm -rf build dist

# ---------------------------------------------------------------------- rules

# Progress goes to stderr: the output of `make demo` is the story alone.
say = $(if $(V),,@printf '  %-4s %s\n' '$(1)' '$(2)' >&2)
quiet = $(if $(V),,@)

c_files = $(shell find ext include tests -name '*.[ch]' | sort)
# What cannot be compiled here.
uncompiled = $(if $(call package,--cflags --libs,dqlite,),,tests/cluster/%)
processors = $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
# A plain sqlite3 shell that loads an instrumented library needs the runtime first.
asan_runtime = $(firstword $(filter /%,$(foreach name,libclang_rt.asan-$(shell uname -m).so \
	libclang_rt.asan.so libasan.so,$(shell $(CC) -print-file-name=$(name)))))

define compile
$(call say,CC,$<)
@mkdir -p $(@D)
$(quiet)$(CC) $(all_cppflags) $(all_cflags) -MMD -MP -c -o $@ $<
endef

$(BUILD)/loadable/%.o: %.c Makefile | deps $(GEN)/sql.h
	$(compile)

# Linked straight to libsqlite3, for the C tests.
$(BUILD)/core/%.o: all_cppflags += -DSQLITE_CORE
$(BUILD)/core/%.o: %.c Makefile | deps $(GEN)/sql.h
	$(compile)

# Tests may use POSIX; the library itself is plain C11.
test_cppflags := -D_POSIX_C_SOURCE=200809L
$(BUILD)/core/tests/%.o: all_cppflags += $(test_cppflags)

# The folders are named too: a file may have been removed.
$(GEN)/sql.h $(GEN)/sql.c: $(GEN)/sql.%: sql/embed.awk $(SQL) $(wildcard sql/schema sql/statements sql/api) | deps
	$(call say,SQL,$@)
	@mkdir -p $(@D)
	$(quiet)$(AWK) -v output=$* -f sql/embed.awk $(SQL) </dev/null >$@

$(BUILD)/usher$(suffix) $(BUILD)/usherauto$(suffix): $(LOADABLE)
	$(call say,LINK,$@)
	$(quiet)$(CC) $(all_cflags) -shared $(linking) $(LDFLAGS) -o $@ $^ $(package_libs)

# Compilers share the product: it is that of the last one. Moved into place,
# so that a process which has the old one loaded keeps it.
$(LIBRARY): $(BUILD)/usher$(suffix) $(BUILD)/usherauto$(suffix) FORCE
	@for name in usher usherauto; do \
	    cmp -s $(BUILD)/$$name$(suffix) $(@D)/$$name$(suffix) || { mkdir -p $(@D) && \
	        cp $(BUILD)/$$name$(suffix) $(@D)/$$name.new && mv -f $(@D)/$$name.new $(@D)/$$name$(suffix); } || exit 1; \
	done

define link
$(call say,LINK,$@)
@mkdir -p $(@D)
$(quiet)$(CC) $(all_cflags) $(LDFLAGS) -o $@ $(filter %.o,$^) $(cmocka) $(package_libs) $(sqlite_libs)
endef

$(UNIT_PROGRAMS): cmocka = $(cmocka_libs)
$(UNIT_PROGRAMS): $(BUILD)/%: $(BUILD)/core/%.o $(call core,$(UNIT_HELPERS)) $(CORE)
	$(link)

define folder_program
$(BUILD)/tests/$(1): $(call core,$(wildcard tests/$(1)/*.c)) $(CORE)
	$$(link)
endef
$(foreach folder,$(FOLDERS),$(eval $(call folder_program,$(folder))))
# Its stores are those of hostile SQL.
$(BUILD)/tests/fuzz: $(call core,tests/hostile/world.c)

# It loads usher as an application's node does: the library itself.
$(BUILD)/cluster/node: tests/cluster/node.c Makefile
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(quiet)$(CC) $(test_cppflags) $(all_cflags) $(LDFLAGS) -o $@ $< $(call package,--libs,dqlite,-ldqlite) $(sqlite_libs)

-include $(patsubst %.o,%.d,$(LOADABLE) $(CORE) $(call core,$(wildcard tests/*/*.c)))
