# Prints for each file named on standard input the rules of SpamAssassin that hit: FILE TAB NAMES.
use strict;
use warnings;
use Mail::SpamAssassin;

my $engine = Mail::SpamAssassin->new({
  local_tests_only   => 1,
  dont_copy_prefs    => 1,
  userprefs_filename => '/dev/null',
  post_config_text   => "use_bayes 0\nbayes_auto_learn 0\nreport_safe 0\nuse_txrep 0\n",
});
$engine->init(0);
$| = 1;
while (my $file = <STDIN>) {
  chomp $file;
  open(my $in, '<', $file) or die "$file: $!";
  local $/;
  my $text = <$in>;
  close $in;
  my $mail = $engine->parse($text, 1);
  my $status = $engine->check($mail);
  my $names = $status->get_names_of_tests_hit() . ',' . $status->get_names_of_subtests_hit();
  print "$file\t$names\n";
  $status->finish();
  $mail->finish();
}
