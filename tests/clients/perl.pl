# DBD::SQLite. The steps: see python/steps.py.
use strict;
use warnings;
use open ':std', ':encoding(UTF-8)';
use DBI qw(:sql_types);

sub connect_to {
    my $db = DBI->connect('dbi:SQLite:app.db', '', '', { RaiseError => 1, PrintError => 0, sqlite_unicode => 1 });
    $db->sqlite_enable_load_extension(1);
    $db->sqlite_load_extension('dist/usher');
    return $db;
}

sub run {
    my ($db, $sql, @values) = @_;
    my $statement = $db->prepare($sql);
    for my $i (0 .. $#values) {
        my $value = $values[$i];
        $statement->bind_param($i + 1, ref $value ? ($$value, SQL_BLOB) : $value);
    }
    $statement->execute;
    return $statement->{NUM_OF_FIELDS} ? @{ $statement->fetchall_arrayref } : ();
}

my (%connection, %saved);
my %kind = (
    int   => sub { $_[0] + 0 },
    real  => sub { $_[0] + 0.0 },
    text  => sub { $_[0] },
    null  => sub { undef },
    blob  => sub { \pack 'H*', $_[0] },
    saved => sub { $saved{ $_[0] } },
);

open my $file, '<:encoding(UTF-8)', 'steps.txt' or die $!;
my $text = join '', grep { !/^#/ } <$file>;
$text =~ s/^\n+//;
my ($sqlite) = DBI->connect('dbi:SQLite::memory:')->selectrow_array('SELECT sqlite_version()');
print DBD::SQLite->VERSION, "\t$sqlite\n";
for my $block (split /\n\n/, $text) {
    my ($name, $sql, @rest) = split /\n/, $block;
    my ($on, $save, @values) = ('main');
    for (@rest) {
        my ($kind, $value) = split / /, $_, 2;
        if    ($kind eq 'on')   { $on = $value }
        elsif ($kind eq 'save') { $save = $value }
        else                    { push @values, $kind{$kind}->($value) }
    }
    print "> $name\n";
    my @rows = eval { run($connection{$on} //= connect_to(), $sql, @values) };
    if ($@) { print 'error: ', $connection{$on}->errstr, "\n"; next }
    $saved{$save} = $rows[0][0] if $save;
    print $save ? 'saved' : join('|', map { $_ // 'NULL' } @$_), "\n" for @rows;
}
$_->disconnect for values %connection;
