# What `make dist` leaves in dist/ beside the library. packages.py makes packages of it, and
# tests/packaging/main.py installs each and tries it.

STANDALONE := $(DIST)/standalone/usher$(suffix)
STATIC := $(DIST)/libusher.a
AMALGAMATION := $(DIST)/usher.c

# libsodium and jansson come along, and what they export stays inside. Where a system does not have
# them as archives there is no such library, and tests/packaging/main.py says so by name.
archive = $(firstword $(wildcard $(shell pkg-config --variable=libdir $(1))/lib$(2).a $(shell $(CC) -print-file-name=lib$(2).a)))
archives = $(call archive,libsodium,sodium) $(call archive,jansson,jansson)
$(STANDALONE): $(LOADABLE)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(quiet)$(CC) $(all_cflags) -shared $(linking) -Wl,--exclude-libs,ALL -Wl,-s $(LDFLAGS) -o $@ $^ $(archives)
	@ln -f $@ $(@D)/usherauto$(suffix)

# One object, in which only the entry points are left for a program to see.
$(STATIC): $(CORE)
	$(call say,AR,$@)
	@mkdir -p $(@D)
	@rm -f $@
ifeq ($(suffix),.so)
	$(quiet)$(CC) -r -nostdlib -o $(BUILD)/libusher.o $^ && objcopy --localize-hidden $(BUILD)/libusher.o
	$(quiet)$(AR) rcs $@ $(BUILD)/libusher.o
else
	$(quiet)$(AR) rcs $@ $^
endif

$(AMALGAMATION): ext/packaging/amalgamate.py $(SOURCES) $(GEN)/sql.h $(shell find ext include -name '*.h' -o -name '*.def')
	$(call say,JOIN,$@)
	$(quiet)python3 ext/packaging/amalgamate.py $(GEN) $(DIST)

# The one place where the version stands is the header. What sed has a use for means itself in a path.
prefix_itself = $(subst |,\|,$(subst &,\&,$(subst \,\\,$(PREFIX))))
render = sed 's|@PREFIX@|$(prefix_itself)|; s|@VERSION@|'"$$(sed -n 's/^\#define USHER_VERSION "\(.*\)"/\1/p' include/usher.h)"'|'
$(DIST)/usher.pc: include/usher.pc.in FORCE
	@mkdir -p $(@D)
	@$(render) $< >$@

packages: $(LIBRARY) $(STATIC) $(AMALGAMATION) $(DIST)/usher.pc
	@$(if $(and $(filter .so,$(suffix)),$(filter 2,$(words $(archives)))),\
	    $(MAKE) --no-print-directory $(STANDALONE),rm -rf $(dir $(STANDALONE)))
	@rm -rf build/packages
	@! command -v dpkg-deb >/dev/null || \
	    $(MAKE) --no-print-directory -s install DESTDIR='$(CURDIR)/build/packages/deb' PREFIX=/usr >/dev/null
	@PYTHONDONTWRITEBYTECODE=1 python3 ext/packaging/packages.py $(DIST) build/packages
.PHONY: packages
